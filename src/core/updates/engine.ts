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

/** What a host brings to update itself. It judges nothing but the checksum of what it fetched. */
export type UpdateEngine = {
  /** False: this copy cannot replace itself; `sentence` says how it is updated then. */
  readonly canInstall: boolean;
  readonly sentence: string;
  /** From now on tells the address of every request it makes, redirects included. Called once, before the first. */
  watch(onRequest: (url: string) => void): void;
  /** Asks the server at this address what it offers. Rejects with an AppError. */
  check(address: string): Promise<UpdateOffer>;
  /** Fetches what the last `check` told, compares its checksum, and has it installed when the app quits. */
  download(onProgress: (progress: UpdateProgress) => void, signal: AbortSignal): Promise<void>;
};
