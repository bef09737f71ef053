import { t } from '../../app/texts.ts';
import { formatBytes } from '../../ui/format.ts';
import type { ValueTexts } from '../../ui/value-view/index.ts';

/** The sentences of the value view, from the catalogue. */
export function valueTexts(): ValueTexts {
  return {
    modes: {
      tree: t('records.modeTree'),
      text: t('records.modeText'),
      raw: t('records.modeRaw'),
      hex: t('records.modeHex'),
    },
    modeLabel: t('records.modes'),
    tree: t('records.tree'),
    find: t('records.find'),
    findNext: t('records.findNext'),
    findPrevious: t('records.findPrevious'),
    closeFind: t('records.findClose'),
    noMatch: t('records.findNone'),
    matchOf: (index, count, capped) => t('records.findSome', { index, count, bound: capped ? '≥ ' : '' }),
    copyValue: t('records.copyValue'),
    copyPath: t('records.treeCopyPath'),
    copyKey: t('records.treeCopyKey'),
    foldAll: t('records.treeFoldAll'),
    unfoldAll: t('records.treeUnfoldAll'),
    tombstone: t('records.valueNull'),
    empty: t('records.valueEmpty'),
    noKey: t('records.keyNull'),
    emptyKey: t('records.keyEmpty'),
    showMore: t('records.showMore'),
    loading: t('common.loading'),
    shownOf: (shown, size) => t('records.shownOf', { shown: formatBytes(shown), size: formatBytes(size) }),
    characters: (count) => t('records.characters', { count }),
  };
}
