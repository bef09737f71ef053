export type NetworkRequest = {
  /** Why, in words a user reads: "download of Java". See purposes.ts for those that need no place on the user's list. */
  readonly purpose: string;
  /** GET where absent. Others never follow a redirect and never go onto a connection that was used before. */
  readonly method?: string | undefined;
  readonly body?: string | Uint8Array | undefined;
  /** `manual`: a redirect is the answer. */
  readonly redirect?: 'follow' | 'manual' | undefined;
  /** Over https only, but to this computer itself (127.0.0.1); wherever a redirect leads. */
  readonly isProtected?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** How long the first line of the answer may take. */
  readonly answerLimitMs?: number;
  /** How long the whole of it may take, redirects and body included; without one the body may take any time. */
  readonly totalLimitMs?: number;
  /** The body breaks off with an error beyond it. Counted after decoding, so a bomb is met by it, too. */
  readonly maxBytes?: number;
};

export type NetworkFetch = (url: string, request: NetworkRequest) => Promise<Response>;

/** Requests that share credentials and kept connections. */
export type NetworkTarget = {
  readonly fetch: NetworkFetch;
  /** Ends its connections; what is under way fails. */
  close(): void;
};
