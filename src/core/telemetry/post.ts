/** Sends a body and answers with the HTTP status. Rejects where nobody answers. It goes through core/network. */
export type Post = (request: {
  readonly url: string;
  readonly purpose: 'analytics' | 'error report';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}) => Promise<number>;
