import { MAX_PLACES, PAGE_ERROR_CLASSES, type PageError } from '../../shared/contract/page-error.ts';
import { AppError } from '../../shared/errors.ts';
import { createPageErrorLimit } from '../../shared/page-error-limit.ts';

type Place = PageError['places'][number];

/** What may be told of an error: its class, its code where it is ours, and where in the page's own files. Never its words. */
export function describePageError(error: unknown, from: PageError['from'], origin: string): PageError {
  const name = error instanceof Error ? error.name : 'Error';
  return {
    from,
    name: PAGE_ERROR_CLASSES.find((known) => known === name) ?? 'Error',
    code: error instanceof AppError ? error.code : null,
    places: error instanceof Error ? placesOf(error, origin).slice(0, MAX_PLACES) : [],
  };
}

/** A message stands at the head of a stack and may look like one, so it is taken off first. */
function placesOf({ stack = '', message }: Error, origin: string): ReadonlyArray<Place> {
  const at = message === '' ? -1 : stack.indexOf(message);
  const lines = stack.slice(at < 0 ? 0 : at + message.length).split('\n');
  return lines.flatMap((line): Place[] => {
    const [, url = '', row, column] = /^\s*at (?:.*\()?(\S+):(\d{1,7}):(\d{1,7})\)?$/.exec(line) ?? [];
    const file = url.startsWith(`${origin}/`) ? url.slice(origin.length + 1) : '';
    if (!/^assets\/[\w-]{1,80}\.js$/.test(file)) return [];
    return [{ file, line: Number(row), column: Number(column) }];
  });
}

/** What `watchPageErrors` needs of a window. */
type Watched = Pick<Window, 'addEventListener'> & { readonly location: { readonly origin: string } };

/**
 * Tells what nobody in the page caught, few and each once. Answers with the way to tell what was caught only to show a
 * sentence instead of a broken view.
 */
export function watchPageErrors(
  page: Watched,
  tell: (error: PageError) => void,
  clock: () => number,
): (error: unknown) => void {
  const mayTell = createPageErrorLimit(clock);
  const take = (error: unknown, from: PageError['from']): void => {
    const described = describePageError(error, from, page.location.origin);
    if (mayTell(described)) tell(described);
  };
  page.addEventListener('error', ({ error }) => {
    // Without an error object there is nothing to tell: a picture that did not load, a size that did not settle.
    if (error instanceof Error) take(error, 'error');
  });
  page.addEventListener('unhandledrejection', ({ reason }) => take(reason, 'rejection'));
  return (error) => take(error, 'render');
}
