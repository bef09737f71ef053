/**
 * The one thing the page may ask of the system is to write plain text to the clipboard (every "copy" needs it).
 * Camera, notifications, files, devices and the rest are refused.
 */
export function isPermissionAllowed(permission: string, requestingUrl: string, pageOrigin: string): boolean {
  return (
    permission === 'clipboard-sanitized-write' &&
    (requestingUrl === pageOrigin || requestingUrl.startsWith(`${pageOrigin}/`))
  );
}
