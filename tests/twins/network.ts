import { seenBy, type Twin } from './types.ts';

/** Whom the product speaks with. */
export const NETWORK: ReadonlyArray<Twin> = [
  ...seenBy('unit', 'src/core/network/socket-watch.test.ts', [
    {
      // One that leads nowhere without the name of an interface: nothing is sent by the broken build either.
      name: 'metadata-addresses-unreachable',
      breaks: 'link-local addresses may be connected to',
      file: 'src/core/network/address-guard.ts',
      from: "FORBIDDEN.addSubnet('fe80::', 10, 'ipv6');",
      to: '',
    },
  ]),
  ...seenBy('unit', 'tests/unit/hostile-profiles.test.ts', [
    {
      name: 'hostile-profiles',
      breaks: 'a user and a password may stand in a bootstrap server, and are quoted back',
      file: 'src/core/kafka/bootstrap-servers.ts',
      from: "if (entry.includes('@'))",
      to: 'if (entry.length > 1_000_000)',
    },
  ]),
  {
    name: 'hostile-profiles',
    breaks: 'an honest profile, which is connected to',
    twin: {
      file: 'tests/unit/hostile-profiles.test.ts',
      title: 'an honest profile is connected to, which the watch sees',
    },
  },
  ...seenBy('chromium', 'tests/e2e/egress.spec.ts', [
    {
      name: 'egress-watch',
      breaks: 'the host calls somebody at its start',
      file: 'src/console/index.ts',
      from: '  closeOnRequest(app, server);',
      to: "  void fetch('http://127.0.0.9:9009/').catch(() => undefined);\n  closeOnRequest(app, server);",
    },
    {
      name: 'offline-start',
      breaks: 'the host calls somebody at its start',
      file: 'src/console/index.ts',
      from: '  closeOnRequest(app, server);',
      to: "  void fetch('http://127.0.0.9:9009/').catch(() => undefined);\n  closeOnRequest(app, server);",
    },
  ]),
  {
    name: 'egress-watch',
    breaks: 'one connection that nobody asked for',
    twin: {
      file: 'tests/e2e/egress.spec.ts',
      title: 'one connection that nobody asked for is found by the same watch, and shown in red',
    },
  },
  ...seenBy('unit', 'src/console/access.test.ts', [
    {
      name: 'console-rebinding',
      breaks: 'a foreign name in Host is served',
      file: 'src/console/access.ts',
      from: "if (headers['host'] !== host) return 'This address is not served here.';",
      to: '',
    },
    {
      name: 'console-token',
      breaks: 'the token works again and again',
      file: 'src/console/access.ts',
      from: '      isSpent = true;\n',
      to: '',
    },
  ]),
  ...seenBy('chromium', 'tests/e2e/console-host.spec.ts', [
    {
      name: 'console-rebinding',
      breaks: 'another site may use the host',
      file: 'src/console/access.ts',
      from: "if (origin !== undefined && origin !== `http://${host}`) return 'Another site may not use this host.';",
      to: '',
    },
    {
      name: 'console-token',
      breaks: 'scripts and other sites may use the cookie',
      file: 'src/console/access.ts',
      from: '; HttpOnly; SameSite=Strict',
      to: '',
    },
    {
      name: 'console-websocket',
      breaks: 'the WebSocket opens without a session',
      file: 'src/console/server.ts',
      from: ' || !access.hasSession(request.headers)',
      to: '',
    },
  ]),
];
