/** How a secret may be written: what is searched for, each under the name of its form. */
export function formsOf(secret: string): ReadonlyMap<string, string> {
  const bytes = Buffer.from(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  const url = encodeURIComponent(secret);
  const forms = new Map([
    ['plain', secret],
    ['JSON', json],
    ['JSON in JSON', JSON.stringify(json).slice(1, -1)],
    ['URL', url],
    ['URL in lower case', url.replaceAll(/%../g, (code) => code.toLowerCase())],
    ['form', new URLSearchParams([['', secret]]).toString().slice(1)],
    ['hex', bytes.toString('hex')],
    ['hex in upper case', bytes.toString('hex').toUpperCase()],
    // As V8 keeps it in memory and Chromium in its storage, where every character fits a byte.
    ['Latin-1', Buffer.from(secret, 'latin1').toString('latin1')],
    ['UTF-16', Buffer.from(secret, 'utf16le').toString('latin1')],
  ]);
  // In a longer text base64 depends on how many bytes stand before: three forms, without the characters they share.
  for (const shift of [0, 1, 2]) {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]);
    const whole = Math.floor((shifted.length * 8) / 6);
    const base64 = shifted.toString('base64').slice(shift === 0 ? 0 : shift + 1, whole);
    forms.set(`base64 after ${shift}`, base64);
    forms.set(`base64url after ${shift}`, base64.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return forms;
}

export type Hit = { readonly place: string; readonly canary: string; readonly form: string };

/** Looks for every canary in every form. `text`: bytes as latin1, so that nothing is lost in decoding. */
export function search(place: string, text: string, canaries: ReadonlyMap<string, string>): Hit[] {
  const hits: Hit[] = [];
  for (const [canary, secret] of canaries) {
    for (const [form, shape] of formsOf(secret)) {
      const isBytes = form === 'UTF-16' || form === 'Latin-1';
      if (text.includes(isBytes ? shape : Buffer.from(shape).toString('latin1'))) {
        hits.push({ place, canary, form });
      }
    }
  }
  return hits;
}
