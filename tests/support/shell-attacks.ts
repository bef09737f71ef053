/** What RELIABILITY.md's checks 2 to 4 throw at the window. */

const UPS = [
  '..',
  '%2e%2e',
  '.%2e',
  '%252e%252e',
  '..%00',
  '..;',
  '...',
  '%c0%ae%c0%ae',
  '%E2%80%A4%E2%80%A4',
  '..%20',
];
const SEPARATORS = ['/', '//', '%5c', '%2f', '%252f', '/./', '%E2%88%95'];
/** Each lies somewhere above the page's folder: beside it, at the root of the archive, at the root of the disk. */
const TARGETS = ['main/index.cjs', 'package.json', 'etc/passwd'];
const HEIGHTS = [1, 2, 3, 12];

/** Addresses of the page's own scheme that mean, to somebody, a file outside it. */
export function traversalUrls(): ReadonlyArray<string> {
  const climbs = UPS.flatMap((up) =>
    SEPARATORS.flatMap((separator) =>
      TARGETS.flatMap((target) =>
        HEIGHTS.map((height) => `app://conduktor/${`${up}${separator}`.repeat(height)}${target}`),
      ),
    ),
  );
  const odd = [
    ...['app://conduktor/C:/Windows/win.ini', 'app://conduktor//etc/passwd', 'app://conduktor/file:///etc/passwd'],
    ...[
      'app://conduktor/assets/../../package.json',
      'app://conduktor/.env',
      'app://conduktor/%00',
      'app://conduktor/%',
    ],
    ...[
      'app://elsewhere/index.html',
      'app://conduktor.evil/index.html',
      'app://localhost/etc/passwd',
      'app:///etc/passwd',
    ],
  ];
  return [...climbs, ...odd];
}

export type Vector = { readonly name: string; readonly script: string };

const ADDRESSES = [
  ...[
    'https://example.com/',
    'http://127.0.0.1:1/',
    'file:///etc/passwd',
    'data:text/html,<script>1</script>',
    'app://elsewhere/',
  ],
  ...['javascript:void(location="https://example.com")', 'blob:app://conduktor/x', 'about:blank', 'conduktor://prod/x'],
];

/** Ways by which a page's script, or a person's hand on something a page made, leads to another place. */
const WAYS: Readonly<Record<string, (address: string) => string>> = {
  'window.open': (to) => `window.open(${to})`,
  'window.open noopener': (to) => `window.open(${to}, '_blank', 'noopener,width=100')`,
  location: (to) => `window.location.href = ${to}`,
  replace: (to) => `window.location.replace(${to})`,
  link: (to) =>
    `{ const a = document.createElement('a'); a.href = ${to}; document.body.append(a); a.click(); a.remove(); }`,
  'link in a new window': (to) =>
    `{ const a = document.createElement('a'); a.href = ${to}; a.target = '_blank'; document.body.append(a); a.click(); a.remove(); }`,
  'middle click': (to) =>
    `{ const a = document.createElement('a'); a.href = ${to}; document.body.append(a); a.dispatchEvent(new MouseEvent('auxclick', { button: 1, bubbles: true })); a.dispatchEvent(new MouseEvent('click', { button: 1, ctrlKey: true, bubbles: true })); a.remove(); }`,
  form: (to) =>
    `{ const f = document.createElement('form'); f.action = ${to}; document.body.append(f); f.submit(); f.remove(); }`,
  frame: (to) =>
    `{ const f = document.createElement('iframe'); f.src = ${to}; document.body.append(f); setTimeout(() => f.remove(), 10); }`,
  drop: (to) =>
    `{ const data = new DataTransfer(); data.setData('text/uri-list', ${to}); for (const type of ['dragenter', 'dragover', 'drop']) document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true })); }`,
  refresh: (to) =>
    `{ const m = document.createElement('meta'); m.httpEquiv = 'refresh'; m.content = '0;url=' + ${to}; document.head.append(m); setTimeout(() => m.remove(), 10); }`,
};

export function vectors(): ReadonlyArray<Vector> {
  return Object.entries(WAYS).flatMap(([way, script]) =>
    ADDRESSES.map((address) => ({
      name: `${way} to ${address}`,
      script: `void (() => { ${script(JSON.stringify(address))} })()`,
    })),
  );
}

/** Addresses that must never reach the system's browser. */
export function badUrls(): ReadonlyArray<string> {
  const schemes = [
    ...[
      'file:///etc/passwd',
      'file://server/share/x.exe',
      'smb://server/share',
      'ms-msdt:/id PCWDiagnostic',
      'search-ms:query=x',
    ],
    ...[
      'javascript:alert(1)',
      'vbscript:x',
      'data:text/html,x',
      'ftp://conduktor.io/',
      'ssh://conduktor.io',
      'telnet://conduktor.io',
    ],
    ...[
      'http://conduktor.io/',
      'ws://conduktor.io',
      'chrome://settings',
      'devtools://x',
      'app://conduktor/',
      'view-source:https://conduktor.io',
    ],
    ...[
      'ms-officecmd:x',
      'ms-word:ofe|u|https://x',
      'shell:startup',
      'steam://run/1',
      'vscode://x',
      'slack://x',
      'tel:1',
      'sms:1',
      'facetime:x',
    ],
    ...[
      'jar:https://conduktor.io!/x',
      'about:blank',
      'blob:https://conduktor.io/x',
      'filesystem:https://conduktor.io/x',
      'ldap://x',
      'nfs://x',
    ],
    ...[
      'mailto:a@example.com',
      'mailto:support@conduktor.io?cc=a@example.com',
      'mailto:support@conduktor.io?attach=/etc/passwd',
    ],
  ];
  const hosts = [
    ...[
      'https://user@conduktor.io/',
      'https://user:secret@conduktor.io/',
      'https://conduktor.io@evil.example/',
      'https://127.0.0.1/',
    ],
    ...[
      'https://[::1]/',
      'https://169.254.169.254/',
      'https://2130706433/',
      'https://0x7f.1/',
      'https://localhost/',
      'https://0/',
    ],
    ...[
      'https://c\u043enduktor.io/',
      'https://xn--cnduktor-7fg.io/',
      'https://conduktor.xn--io-x/',
      'https://c\u00f6nduktor.io/',
    ],
    ...[
      'https://\u0430pple.com/',
      'https://g\u043eogle.com/',
      'https://conduktor.io./',
      'https://conduktor/',
      'https://-a.io/',
      'https://a..io/',
    ],
    ...[
      'https://10.0.0.1/',
      'https://192.168.1.1/',
      'https://1.1.1.1/',
      'https://router/',
      'https://intranet/',
      'https://a.b.c.d.e.1/',
    ],
    ...[`https://${'a'.repeat(300)}.io/`, `https://${'a'.repeat(2100)}`, `https://${'a.'.repeat(130)}io/`],
    ...[
      'https://%77ww.evil.example:x/',
      'https://evil.example:99999/',
      'https://',
      'https:///',
      'https://?x',
      'https://#x',
    ],
  ];
  const users = [
    'b',
    'a%3Ab',
    'root',
    'x@y',
    'a;b',
    'a,b',
    'a!',
    '%00',
    'a',
    'b:c',
    'conduktor.io',
    'admin:admin',
    '%40',
    ' ',
    '..',
    '1',
    'x'.repeat(50),
  ];
  const punycodes = ['xn--a', 'xn--80ak6aa92e', 'www.xn--e1awd7f', 'xn--pple-43d', 'a.xn--b', 'xn--', 'xn--ls8h'];
  const ports = [
    '127.1',
    '127.0.1',
    '017700000001',
    '0xa9fea9fe',
    '[fe80::1]',
    '[::ffff:127.0.0.1]',
    '0.0.0.0',
    '255.255.255.255',
  ];
  return [
    ...schemes,
    ...hosts,
    ...users.map((user) => `https://${user}@conduktor.io/`),
    ...punycodes.map((name) => `https://${name}.com/`),
    ...ports.map((host) => `https://${host}/`),
  ];
}

/** Every kind Chromium or Electron has a name for. */
export function permissionKinds(): ReadonlyArray<string> {
  return [
    ...['geolocation', 'notifications', 'push', 'midi', 'camera', 'microphone', 'speaker-selection', 'device-info'],
    ...[
      'background-fetch',
      'background-sync',
      'bluetooth',
      'persistent-storage',
      'ambient-light-sensor',
      'accelerometer',
    ],
    ...['gyroscope', 'magnetometer', 'clipboard-read', 'payment-handler', 'idle-detection', 'periodic-background-sync'],
    ...[
      'screen-wake-lock',
      'nfc',
      'display-capture',
      'storage-access',
      'window-management',
      'local-fonts',
      'top-level-storage-access',
    ],
  ];
}
