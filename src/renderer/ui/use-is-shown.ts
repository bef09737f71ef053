import { useEffect, useState, type RefObject } from 'react';

/** True while the element has a place on screen: a view in a hidden tab stays alive but must not answer keys. */
export function useIsShown(element: RefObject<HTMLElement | null>): boolean {
  const [isShown, setShown] = useState(true);
  useEffect(() => {
    if (element.current === null) return undefined;
    const observer = new IntersectionObserver((entries) => setShown(entries.at(-1)?.isIntersecting ?? true));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return isShown;
}
