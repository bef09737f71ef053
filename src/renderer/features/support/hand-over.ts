/** Follows a `mailto:` link: the desktop asks before it opens the mail program, a browser does as it is set up. */
export function openLink(url: string, page: Document): void {
  const link = page.createElement('a');
  link.href = url;
  link.click();
}

/** Hands a file to the browser, which asks where to. */
export function downloadBytes(name: string, base64: string, page: Document): void {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: 'message/rfc822' }));
  const link = page.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then; kept longer, the mail would stay in memory.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

const SIGNATURES = [
  { type: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { type: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
] as const;

/** A picture as a mail takes it, or null where it is none. By its first bytes: a name says nothing. */
export async function readPicture(
  file: Blob,
): Promise<{ readonly type: 'image/png' | 'image/jpeg'; readonly base64: string } | null> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const found = SIGNATURES.find((signature) => signature.bytes.every((byte, at) => bytes[at] === byte));
  if (found === undefined) return null;
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return { type: found.type, base64: btoa(text) };
}
