import { AppError } from '../../shared/errors.ts';

/** Which box of the form a piece of TLS material came from. */
export type MaterialPart = 'ca' | 'certificate' | 'key' | 'truststore' | 'keystore';

/** A piece of TLS material on its way in. `name` starts a sentence: "The CA certificate", "The keystore /x/y.jks". */
export type Material = {
  readonly part: MaterialPart;
  readonly name: string;
  readonly bytes: Uint8Array;
};

const TITLES: Readonly<Record<MaterialPart, string>> = {
  ca: 'The CA certificate',
  certificate: 'The client certificate',
  key: 'The private key',
  truststore: 'The truststore',
  keystore: 'The keystore',
};

export function titleOf(part: MaterialPart, path?: string): string {
  return path === undefined ? TITLES[part] : `${TITLES[part]} ${path}`;
}

/** The error of TLS material that cannot be used; the sentence names the part, never its content. */
export function materialError(part: MaterialPart, message: string, hint: string, cause?: unknown): AppError {
  return new AppError('TLS_MATERIAL', message, { hint, context: { part }, cause });
}
