import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { ComparedLine } from '../../../../shared/contract/compare.ts';
import { t } from '../../../app/texts.ts';
import classes from './compare.module.css';

const LINE_HEIGHT = 19;

/** Both texts line by line; only what is in view is in the page. */
export function SideBySide({
  lines,
  isWhole,
}: {
  readonly lines: ReadonlyArray<ComparedLine>;
  readonly isWhole: boolean;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are not handed to memoised children
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 30,
  });
  const first = lines.findIndex((line) => line.kind !== 'same' && line.kind !== 'skip');
  useEffect(() => {
    if (first > 0) virtualizer.scrollToIndex(first, { align: 'center' });
  }, [virtualizer, first]);
  return (
    <>
      <div ref={scroller} className={classes.scroll} tabIndex={0} role="region" aria-label={t('results.compareText')}>
        <div style={{ position: 'relative', height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (line === undefined) return null;
            return (
              <div
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                className={classes.line}
                data-kind={line.kind}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {line.kind === 'skip' ? (
                  <span className={classes.skip}>{t('results.compareSkip', { count: line.count })}</span>
                ) : (
                  <>
                    <Side text={line.left} sign={line.kind === 'same' ? ' ' : '−'} />
                    <Side text={line.right} sign={line.kind === 'same' ? ' ' : '+'} />
                  </>
                )}
              </div>
            );
          })}
        </div>
      </div>
      {isWhole ? null : <p className={classes.said}>{t('results.linesCut')}</p>}
    </>
  );
}

function Side({ text, sign }: { readonly text: string | null; readonly sign: string }) {
  return (
    <span className={classes.side} data-empty={text === null ? '' : undefined}>
      <span className={classes.sign}>{text === null ? ' ' : sign}</span>
      {text ?? ''}
    </span>
  );
}
