/** What an update server offers, as it says itself; believed only after `judgeOffer`. */
export type UpdateOffer = {
  readonly version: string;
  readonly files: ReadonlyArray<{
    readonly url: string;
    /** SHA-512, base64. */
    readonly sha512: string;
    readonly size: number | null;
  }>;
  /** Ed25519 over `signedText`, base64. */
  readonly signature: string | null;
};

/** Bytes so far, and of how many where the server says so. */
export type UpdateProgress = { readonly received: number; readonly total: number | null };

/** The product's one way out: by the user's proxy and certificates, over https only. Rejects with an AppError. */
export type UpdateFetch = (
  url: string,
  options: {
    readonly headers: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
    readonly maxBytes: number;
  },
) => Promise<Response>;

/** What a host brings to update itself. It judges nothing but the checksum of what it fetched. */
export type UpdateEngine = {
  /** False: this copy cannot replace itself; `sentence` says how it is updated then. */
  readonly canInstall: boolean;
  readonly sentence: string;
  /** Asks the server at this address what it offers. All it asks for, then and later, goes by `fetch`. Rejects with an AppError. */
  check(address: string, fetch: UpdateFetch): Promise<UpdateOffer>;
  /** Fetches what the last `check` told, compares its checksum, and has it installed when the app quits. */
  download(onProgress: (progress: UpdateProgress) => void, signal: AbortSignal): Promise<void>;
};
