import { seenBy, type Twin } from './types.ts';

const SHELL = 'tests/e2e/packaged-shell.spec.ts';
const WINDOW = 'src/main/window.ts';
const HARDENING = 'src/main/hardening.ts';

/** The window, the page in it, and the one door between the page and the core. */
export const SHELL_TWINS: ReadonlyArray<Twin> = [
  ...seenBy('unit', 'src/core/page/headers.test.ts', [
    {
      name: 'csp-header',
      breaks: 'scripts may be made of texts',
      file: 'src/core/page/headers.ts',
      from: '"script-src \'self\'"',
      to: "\"script-src 'self' 'unsafe-eval'\"",
    },
  ]),
  ...seenBy('chromium', 'tests/e2e/security.spec.ts', [
    {
      name: 'csp-blocks-inline',
      breaks: 'inline scripts may run',
      file: 'src/core/page/headers.ts',
      from: '"script-src \'self\'"',
      to: "\"script-src 'self' 'unsafe-inline'\"",
    },
    {
      name: 'csp-blocks-foreign',
      breaks: 'images may come from anywhere',
      file: 'src/core/page/headers.ts',
      from: '"img-src \'self\' data:"',
      to: '"img-src * data:"',
    },
  ]),
  ...seenBy('packaged', 'tests/e2e/security.spec.ts', [
    {
      name: 'page-has-no-node',
      breaks: 'the page is given more than its door',
      file: 'src/preload/index.ts',
      from: "exposeInMainWorld('desktop', {",
      to: "exposeInMainWorld('desktop', {\n  send: (channel: string, ...rest: unknown[]) => ipcRenderer.send(channel, ...rest),",
    },
  ]),
  ...seenBy('unit', 'src/core/page/page-file.test.ts', [
    {
      name: 'page-traversal',
      breaks: 'the parts of a path are not looked at',
      file: 'src/core/page/page-file.ts',
      from: 'if (!segments.every((segment) => SEGMENT.test(segment))) return null;',
      to: '',
    },
  ]),
  ...seenBy('packaged', SHELL, [
    {
      name: 'page-traversal',
      breaks: 'the parts of a path are not looked at',
      file: 'src/core/page/page-file.ts',
      from: 'if (!segments.every((segment) => SEGMENT.test(segment))) return null;',
      to: '',
    },
    {
      name: 'web-preferences',
      breaks: 'the window may load what the same-origin rule forbids',
      file: WINDOW,
      from: 'webSecurity: true,',
      to: 'webSecurity: false,',
    },
    {
      name: 'no-windows-no-navigation',
      breaks: 'the page may navigate away',
      file: HARDENING,
      from: "    event.preventDefault();\n    if (url.startsWith('mailto:'))",
      to: "    if (url.startsWith('mailto:'))",
    },
    {
      name: 'open-external',
      breaks: 'any address is handed to the system',
      file: 'src/main/open-external.ts',
      from: 'const url = mail ?? externalUrl(text);',
      to: 'const url = mail ?? (URL.canParse(text) ? new URL(text) : null);',
    },
    {
      name: 'permissions',
      breaks: 'every permission that is asked for is given',
      file: HARDENING,
      from: 'answer(isPermissionAllowed(permission, details.requestingUrl, pageOrigin));',
      to: 'answer(true || isPermissionAllowed(permission, details.requestingUrl, pageOrigin));',
    },
    {
      name: 'page-reaches-no-network',
      breaks: 'the session lets requests out',
      file: HARDENING,
      from: 'answer({ cancel: true })',
      to: 'answer({ cancel: false })',
    },
    {
      name: 'ipc-sender',
      breaks: 'a refused sender is given a port all the same',
      file: 'src/main/rpc-bridge.ts',
      from: 'bridge.onRefused(refusal);\n      return;',
      to: 'bridge.onRefused(refusal);',
    },
    {
      name: 'ipc-fuzz',
      breaks: 'messages reach the RPC library as they come',
      file: 'src/main/start-core.ts',
      from: 'const door = pageDoor(pagePort(port), app.reportRefusal);',
      to: `const bare = pagePort(port);
      const door = {
        postMessage: bare.postMessage,
        on: (event: string, listener: (event?: { readonly data: unknown }) => void) => {
          if (event === 'message') bare.onMessage((data) => listener({ data }));
        },
      };`,
    },
  ]),
  ...seenBy('packaged', 'tests/e2e/packaged-ipc-fuzz.spec.ts', [
    {
      name: 'ipc-fuzz',
      breaks: 'an error leaves as it was thrown',
      file: 'src/core/guard/guard.ts',
      from: 'throw toWire(known, ports.mask);',
      to: 'throw error;',
    },
  ]),
  ...seenBy('packaged', 'tests/e2e/electron-security.spec.ts', [
    {
      name: 'web-preferences',
      breaks: 'the page’s process is not in the sandbox',
      file: WINDOW,
      from: 'sandbox: true,',
      to: 'sandbox: false,',
    },
    {
      name: 'no-windows-no-navigation',
      breaks: 'the page may open windows',
      file: HARDENING,
      from: "return { action: 'deny' };",
      to: "return { action: 'allow' };",
    },
    {
      name: 'permissions',
      breaks: 'every permission counts as given',
      file: HARDENING,
      from: 'isPermissionAllowed(permission, origin, pageOrigin),\n  );',
      to: 'true || isPermissionAllowed(permission, origin, pageOrigin),\n  );',
    },
  ]),
  ...seenBy('unit', 'src/main/permissions.test.ts', [
    {
      name: 'permissions',
      breaks: 'the page may read the clipboard',
      file: 'src/main/permissions.ts',
      from: "permission === 'clipboard-sanitized-write' &&",
      to: "permission.startsWith('clipboard-') &&",
    },
  ]),
  ...seenBy('unit', 'src/main/external-url.test.ts', [
    {
      name: 'open-external',
      breaks: 'an address may hold a user',
      file: 'src/main/external-url.ts',
      from: " || url.username !== '' || url.password !== '') return null;\n  if (!HOST",
      to: ') return null;\n  if (!HOST',
    },
    {
      name: 'open-external',
      breaks: 'a name may look like another (punycode)',
      file: 'src/main/external-url.ts',
      from: " || url.hostname.split('.').some((label) => label.startsWith('xn--'))",
      to: '',
    },
  ]),
  ...seenBy('unit', 'src/main/trusted-sender.test.ts', [
    {
      name: 'ipc-sender',
      breaks: 'a page of another origin counts as ours',
      file: 'src/main/trusted-sender.ts',
      from: "if (originOf(sender.frame.url) !== pageOrigin) return 'not our page';",
      to: '',
    },
  ]),
  ...seenBy('unit', 'src/core/guard/page-door.test.ts', [
    {
      name: 'ipc-frames',
      breaks: 'a call may choose how its input is read',
      file: 'src/core/guard/page-door.ts',
      from: "if (Object.keys(rest).length > 0) return { refusal: 'a call with unknown parts', id };",
      to: '',
    },
  ]),
  ...seenBy('integration', 'tests/integration/ipc-fuzz.test.ts', [
    {
      name: 'ipc-frames',
      breaks: 'a message that is refused is not written down',
      file: 'src/core/guard/page-door.ts',
      from: 'onRefused(read.refusal);',
      to: '',
    },
    {
      name: 'ipc-fuzz',
      breaks: 'an error leaves as it was thrown',
      file: 'src/core/guard/guard.ts',
      from: 'throw toWire(known, ports.mask);',
      to: 'throw error;',
    },
  ]),
  {
    name: 'ipc-fuzz',
    breaks: 'a router that lets a bug out',
    twin: { file: 'tests/integration/ipc-fuzz.test.ts', title: 'finds a router that lets a bug out' },
  },
  {
    name: 'ipc-frames',
    breaks: 'a port without its door',
    twin: {
      file: 'tests/integration/ipc-fuzz.test.ts',
      title: 'finds a port without its door: frames end as unhandled rejections',
    },
  },
  ...seenBy('packaged', 'tests/e2e/packaged-fuses.spec.ts', [
    {
      name: 'fuses',
      breaks: 'the packed binary runs as Node',
      file: 'electron-builder.yml',
      from: 'runAsNode: false',
      to: 'runAsNode: true',
    },
    {
      name: 'fuses',
      breaks: 'the product opens a door for a debugger',
      file: 'electron-builder.yml',
      from: 'enableNodeCliInspectArguments: false',
      to: 'enableNodeCliInspectArguments: true',
    },
  ]),
];
