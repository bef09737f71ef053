/** Why a setting of a pasted configuration is not used; undefined where leaving it out changes nothing. */
export function reasonNotUsed(key: string, value: string): string | undefined {
  const found = REASONS.find(([pattern]) => pattern.test(key));
  if (found === undefined) return 'not needed to connect.';
  const [, reason] = found;
  return typeof reason === 'function' ? reason(value) : reason;
}

type Reason = string | ((value: string) => string | undefined);

const NO_HOST_CHECK =
  'the name in the broker certificate is always checked; where it differs from the host, set the expected name in the form.';

const REASONS: ReadonlyArray<readonly [RegExp, Reason]> = [
  [
    /^enable\.ssl\.certificate\.verification$/,
    (value) => (isOff(value) ? 'broker certificates are always checked; add the CA instead.' : undefined),
  ],
  [
    /^ssl\.endpoint\.identification\.algorithm$/,
    (value) => (value === '' || value.toLowerCase() === 'none' ? NO_HOST_CHECK : undefined),
  ],
  [
    /^sasl\.(kerberos\.|oauthbearer\.|login\.|client\.callback)/,
    'Kerberos, OAuth and login callbacks cannot be used so far.',
  ],
  [
    /^ssl\.(enabled\.protocols|protocol|cipher\.suites|provider|engine)/,
    'TLS versions and ciphers are chosen by the app.',
  ],
  [
    /^(group\.|auto\.offset|enable\.auto\.commit|max\.poll|session\.timeout|partition\.assignment|fetch\.)/,
    'a setting of consumers.',
  ],
  [
    /^(acks|retries|linger\.|batch\.|compression\.|enable\.idempotence|transactional\.|buffer\.memory)/,
    'a setting of producers.',
  ],
  [/(^|\.)(de)?serializer$/, 'records are decoded by the app.'],
  [/^(schema\.registry|basic\.auth|bearer\.auth)\./, 'this setting of the Schema Registry cannot be used so far.'],
];

function isOff(value: string): boolean {
  return value.trim().toLowerCase() === 'false';
}
