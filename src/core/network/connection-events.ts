/** What is told of connections, in the thread that has them or by message from another. Plain data only. */
export type ConnectionEvent =
  /** A connection is tried. `host` as the code named it, `id` unique in its thread. */
  | { readonly kind: 'open'; readonly id: number; readonly host: string; readonly port: number }
  /** An address it was led to by the name. */
  | { readonly kind: 'address'; readonly id: number; readonly address: string }
  /** So far. Of a TLS connection what went through it, before encryption. */
  | { readonly kind: 'bytes'; readonly id: number; readonly sent: number; readonly received: number }
  | {
      readonly kind: 'close';
      readonly id: number;
      readonly sent: number;
      readonly received: number;
      /** It was never made. */
      readonly failed: boolean;
    }
  /** A cluster told of a broker, so that connections to it are the user's. */
  | { readonly kind: 'advertised'; readonly host: string; readonly port: number };

/** Where events of one thread go. */
export type ConnectionSink = {
  receive(event: ConnectionEvent): void;
  /** The thread is gone, and its connections with it. */
  end(): void;
};
