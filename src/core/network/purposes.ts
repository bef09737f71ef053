/**
 * Purposes whose addresses the product or the user's own choice names, and why that is so. What has none of these must
 * be on the user's list.
 */
const REASONS: Readonly<Record<string, string>> = {
  login: 'your sign-in',
  'licence keys': 'your sign-in',
  analytics: 'analytics, which you switched on',
  'error report': 'error reports, which you switched on',
  updates: 'updates of the product',
  'test of the proxy': 'a test you started',
};

export function whyOfPurpose(purpose: string): string | null {
  return REASONS[purpose] ?? (purpose.startsWith('download of ') ? 'a download you started' : null);
}
