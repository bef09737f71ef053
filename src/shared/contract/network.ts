import { z } from 'zod';
import { PemSource } from './clusters.ts';
import { procedure, SecretInput, TimestampMs } from './meta.ts';

const Count = z.int().min(0);

/** Somebody this app contacted since it was started, or since the list was cleared. */
export const NetworkTarget = z.object({
  host: z.string(),
  port: z.int(),
  /** The proxy it was reached by; null where directly. */
  via: z.string().nullable(),
  /** What the name led to. */
  addresses: z.array(z.string()),
  /** Why: "Kafka", "login", … */
  purposes: z.array(z.string()),
  /** Whose address it is: "bootstrap server of orders". Null: nobody named it, and it is shown in red. */
  listedAs: z.string().nullable(),
  connections: Count,
  open: Count,
  /** Connections that could not be made. */
  failed: Count,
  /** Requests of HTTP; a connection carries many. */
  requests: Count,
  /** Bytes; of TLS before encryption, through a proxy those of answers only. */
  sent: Count,
  received: Count,
  firstAt: TimestampMs,
  lastAt: TimestampMs,
});
export type NetworkTarget = z.infer<typeof NetworkTarget>;

export const NetworkActivity = z.object({
  /** The most recent first. */
  targets: z.array(NetworkTarget),
  /** Targets that had to make room for newer ones. */
  forgotten: Count,
  /** Start of the app, or when the list was cleared. */
  since: TimestampMs,
  asOf: TimestampMs,
});
export type NetworkActivity = z.infer<typeof NetworkActivity>;

export const ProxyMode = z.enum(['system', 'manual', 'none']);
export type ProxyMode = z.infer<typeof ProxyMode>;

const HEAD = /^(https?:\/\/)?(\[[0-9a-f:.]+\]|[^\s/@:?#[\]]+)(:\d{1,5})?\/?$/i;

/** What the form edits. `password` is for `username`, with the system's proxy as with one's own. */
export const NetworkSettingsDraft = z
  .strictObject({
    mode: ProxyMode,
    /** `http(s)://host:port`; counts where the mode is `manual`. */
    address: z.string().trim().max(300),
    username: z.string().trim().max(200),
    password: SecretInput,
    /** Hosts to be reached directly, by commas, blanks or lines. */
    noProxy: z.string().trim().max(5000),
    /** Certificates trusted beside the system's, for HTTP. */
    ca: PemSource,
  })
  .check((context) => {
    const { mode, address } = context.value;
    // The text is left out of the issue: a password may stand in it.
    const refuse = (message: string) =>
      void context.issues.push({ code: 'custom', message, path: ['address'], input: '' });
    if (mode !== 'manual') return;
    if (address === '') refuse('A proxy needs an address, as http://host:port');
    else if (address.includes('@')) refuse('User and password have fields of their own');
    else if (!HEAD.test(address)) refuse('An address is written as http://host:port or https://host:port');
  });
export type NetworkSettingsDraft = z.output<typeof NetworkSettingsDraft>;
export type NetworkSettingsDraftInput = z.input<typeof NetworkSettingsDraft>;

export const NetworkSettings = z.object({
  mode: ProxyMode,
  address: z.string(),
  username: z.string(),
  hasPassword: z.boolean(),
  noProxy: z.string(),
  ca: PemSource,
  /** Where the system's proxy is read from, for people. */
  systemSentence: z.string(),
});
export type NetworkSettings = z.infer<typeof NetworkSettings>;

export const ProxyTest = z.object({
  /** How it was reached, or what was wrong. */
  sentence: z.string(),
  hint: z.string().nullable(),
  isGood: z.boolean(),
});
export type ProxyTest = z.infer<typeof ProxyTest>;

/** Who is contacted, and by which way. */
export const networkContract = {
  activity: procedure('app', 'read').output(NetworkActivity),
  /** Forgets all but what is open. */
  clear: procedure('app', 'configure').output(NetworkActivity),
  settings: procedure('app', 'read').output(NetworkSettings),
  saveSettings: procedure('app', 'configure').input(NetworkSettingsDraft).output(NetworkSettings),
  /** Asks an address by the settings of the draft; nothing of it is kept. */
  testProxy: procedure('app', 'read')
    .input(z.strictObject({ draft: NetworkSettingsDraft, url: z.string().trim().min(1).max(2000) }))
    .output(ProxyTest),
};
