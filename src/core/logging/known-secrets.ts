import { MASK } from './mask-words.ts';
import { createTextIndex } from './text-index.ts';

/** Shorter ones would mask half of every text. */
const MIN_CHARACTERS = 6;
/** A line of a long secret that stands alone still gives it away. */
const MIN_LINE = 20;

/** Secrets learnt at run time, masked wherever their text turns up, plain or encoded. */
export type KnownSecrets = {
  learn(secret: string): void;
  mask(text: string): string;
};

export function createKnownSecrets(): KnownSecrets {
  const forms = createTextIndex(MIN_CHARACTERS);
  return {
    learn(secret) {
      const lines = secret.split(/\r?\n/).filter((line) => line.length >= MIN_LINE && !line.startsWith('-----'));
      for (const text of [secret, ...(secret.includes('\n') ? lines : [])]) {
        if (text.length >= MIN_CHARACTERS) for (const form of formsOf(text)) forms.add(form);
      }
    },
    mask: (text) => forms.replaceIn(text, MASK),
  };
}

/** As it is, JSON-escaped (once and twice), URL-encoded, form-encoded, and base64 wherever it starts in a longer text. */
function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const url = encodeURIComponent(secret.toWellFormed());
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  const plain = [secret, json, JSON.stringify(json).slice(1, -1), url, url.replaceAll(/%../g, lower), form];
  return [...plain, ...[0, 1, 2].flatMap((shift) => base64Within(secret, shift))].filter(
    (text) => text.length >= MIN_CHARACTERS,
  );
}

/** The base64 characters that depend on the secret alone when `shift` other bytes stand before it. */
function base64Within(secret: string, shift: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
  const from = shift === 0 ? 0 : shift + 1;
  const whole = Math.floor((bytes.length * 8) / 6);
  const standard = bytes.toString('base64').slice(from, whole);
  return [standard, standard.replaceAll('+', '-').replaceAll('/', '_')];
}

function lower(text: string): string {
  return text.toLowerCase();
}
