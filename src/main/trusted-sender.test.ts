import { expect, it } from 'vitest';
import { senderRefusal, type Sender } from './trusted-sender.ts';

const PAGE = 'app://conduktor';
const main = { url: 'app://conduktor/', parent: null };

it('accepts the main frame of our own page', () => {
  expect(senderRefusal({ frame: main, mainFrame: main, isOurWindow: true }, PAGE)).toBeNull();
});

const STRANGERS: ReadonlyArray<readonly [string, Sender]> = [
  ['a window that is not ours', { frame: main, mainFrame: main, isOurWindow: false }],
  ['a frame that is gone', { frame: null, mainFrame: main, isOurWindow: true }],
  ['a subframe', { frame: { url: main.url, parent: main }, mainFrame: main, isOurWindow: true }],
  ['a frame that was replaced', { frame: { ...main }, mainFrame: main, isOurWindow: true }],
  ...[
    'https://evil.example/',
    'app://conduktor.evil/',
    'app://elsewhere/',
    'app://user@conduktor/',
    'file:///x',
    'about:blank',
    'devtools://devtools/x',
    '',
    'app:conduktor',
  ].map((url) => {
    const frame = { url, parent: null };
    return [`the page ${url}`, { frame, mainFrame: frame, isOurWindow: true }] as const;
  }),
];

it.each(STRANGERS)('a message from %s is refused @securityTest ipc-sender', (_name, sender) => {
  expect(senderRefusal(sender, PAGE)).not.toBeNull();
});
