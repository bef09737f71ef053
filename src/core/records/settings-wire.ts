import { Secret } from '../../shared/values/secret.ts';
import type { ConnectionSettings } from '../kafka/index.ts';

/**
 * Connection settings on their way to the worker. A Secret does not survive structured clone, on purpose; so they are
 * opened here, only inside the message, and closed again where they arrive. Never log this.
 */
export type SettingsMessage = Omit<ConnectionSettings, 'tls' | 'sasl'> & {
  readonly tls?: Omit<NonNullable<ConnectionSettings['tls']>, 'key' | 'keyPassphrase'> & {
    readonly key?: string;
    readonly keyPassphrase?: string;
  };
  readonly sasl?: Omit<NonNullable<ConnectionSettings['sasl']>, 'password'> & { readonly password: string };
};

export function toMessage(settings: ConnectionSettings): SettingsMessage {
  const { tls, sasl, ...rest } = settings;
  return {
    ...rest,
    ...(tls === undefined
      ? {}
      : { tls: mapDefined(tls, ['key', 'keyPassphrase'], (secret: Secret) => secret.reveal()) }),
    ...(sasl === undefined ? {} : { sasl: { ...sasl, password: sasl.password.reveal() } }),
  } as SettingsMessage;
}

export function fromMessage(message: SettingsMessage): ConnectionSettings {
  const { tls, sasl, ...rest } = message;
  return {
    ...rest,
    ...(tls === undefined
      ? {}
      : { tls: mapDefined(tls, ['key', 'keyPassphrase'], (text: string) => new Secret(text)) }),
    ...(sasl === undefined ? {} : { sasl: { ...sasl, password: new Secret(sasl.password) } }),
  } as ConnectionSettings;
}

function mapDefined<In>(from: object, keys: ReadonlyArray<string>, change: (value: In) => unknown): object {
  return Object.fromEntries(
    Object.entries(from).map(([key, value]) => [
      key,
      keys.includes(key) && value !== undefined ? change(value as In) : value,
    ]),
  );
}
