import type { TestCertificates } from './certificates.ts';

/** A broker that anybody may enter. */
export type PlainBroker = {
  /** `127.0.0.1:port` */
  readonly bootstrapServers: string;
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  /** Null where the broker makes its own (2.8 on ZooKeeper). */
  readonly clusterId: string | null;
  readonly kafkaVersion: string;
};

export type Credentials = { readonly username: string; readonly password: string };

/** `127.0.0.1:port` of each listener of the secured broker. */
export type SecuredListeners = {
  /** No password: rights of a super user; for preparing a test. */
  readonly plaintext: string;
  /** PLAIN, SCRAM-SHA-256, SCRAM-SHA-512. */
  readonly saslPlaintext: string;
  readonly saslSsl: string;
  /** TLS, no client certificate asked for. */
  readonly ssl: string;
  /** TLS with a client certificate required; the principal is the certificate's CN. */
  readonly mtls: string;
  /** TLS with a certificate that ended some weeks ago. */
  readonly expired: string;
  /** TLS with a valid certificate for `elsewhere.example`. */
  readonly otherHost: string;
};

export type SecuredBroker = {
  readonly listeners: SecuredListeners;
  readonly pid: number;
  readonly clusterId: string;
  readonly kafkaVersion: string;
  /** May do everything. */
  readonly admin: Credentials;
  /** May read and describe topics that begin with `open-`, nothing else. */
  readonly alice: Credentials;
  readonly certificates: TestCertificates;
};
