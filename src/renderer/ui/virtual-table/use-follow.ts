import { useLayoutEffect, useRef, type RefObject } from 'react';
import { HEADER_HEIGHT, ROW_HEIGHT } from './metrics.ts';

type FollowOptions = {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly count: number;
  /** Rows that left the top since the table was made: the rows in view must not move when more do. */
  readonly dropped: number;
  readonly following: boolean;
  readonly onFollow: ((following: boolean) => void) | undefined;
};

/** Keeps the newest row in view while `following`; else keeps the rows in view where they are. */
export function useFollow(options: FollowOptions): { readonly onScroll: () => void } {
  const { scroller, count, dropped, following, onFollow } = options;
  const isFollowing = useRef(following);
  const droppedBefore = useRef(dropped);

  useLayoutEffect(() => {
    isFollowing.current = following;
  }, [following]);

  useLayoutEffect(() => {
    const element = scroller.current;
    const gone = dropped - droppedBefore.current;
    droppedBefore.current = dropped;
    if (element === null) return;
    if (isFollowing.current) {
      // Further down than it goes: asking how far that is would lay out the page now.
      element.scrollTo({ top: (count + 1) * ROW_HEIGHT + HEADER_HEIGHT });
      return;
    }
    if (gone <= 0) return;
    element.scrollBy({ top: -gone * ROW_HEIGHT });
    // The browser tells of the new position only with the next frame, and this one would be drawn for the old one.
    element.dispatchEvent(new Event('scroll'));
  }, [scroller, count, dropped, following]);

  return {
    onScroll: () => {
      const element = scroller.current;
      if (element === null || onFollow === undefined) return;
      const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < ROW_HEIGHT;
      if (atEnd === isFollowing.current) return;
      // At once, not with the next render: rows that arrive in between must not pull the user back down.
      isFollowing.current = atEnd;
      onFollow(atEnd);
    },
  };
}
