/** The inner files of kafkajs that library.ts mends. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  class RequestQueue {
    throttledUntil: number;
    throttleCheckTimeoutId: NodeJS.Timeout | null;
    readonly pending: ReadonlyArray<unknown>;
    checkPendingRequests(): void;
    scheduleCheckPendingRequests(): void;
  }
  export = RequestQueue;
}

declare module 'kafkajs/src/network/connection.js' {
  type Call = {
    readonly request: { readonly apiName: string; readonly apiVersion: number };
    readonly response: { readonly decode: (answer: Buffer) => unknown };
  };
  class Connection {
    send(call: Call): Promise<unknown>;
  }
  export = Connection;
}
