import { Button, NativeSelect, Switch } from '@mantine/core';
import type { SearchCacheInfo } from '../../../shared/contract/search-cache.ts';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import { formatBytes } from '../../ui/format.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { ClusterShares } from './cluster-shares.tsx';
import classes from './search-cache.module.css';
import { useSearchCache } from './use-search-cache.ts';

const MIB = 1024 * 1024;
const CAPS: ReadonlyArray<number> = [256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536].map((mib) => mib * MIB);

/** How much is kept of what searches read, where and how; its switch, its cap, and the way to delete it. */
export function SearchCacheDialog({ onClose }: { onClose(): void }) {
  const cache = useSearchCache();
  const { info } = cache;
  return (
    <ModalDialog onClose={onClose} title={t('searchCache.title')} size={560} yOffset="12vh">
      <p className={classes.about}>{t('searchCache.about')}</p>
      {cache.error !== null && <ErrorView error={cache.error} size="inline" />}
      {info === undefined ? <p role="status">{t('common.loading')}</p> : <Panel cache={cache} info={info} />}
    </ModalDialog>
  );
}

type PanelProps = { readonly cache: ReturnType<typeof useSearchCache>; readonly info: SearchCacheInfo };

function Panel({ cache, info }: PanelProps) {
  const { isOn, maxBytes, problem } = info;
  return (
    <>
      <Switch
        label={t('searchCache.on')}
        description={t('searchCache.onAbout')}
        checked={isOn}
        disabled={cache.isBusy}
        onChange={(event) => cache.configure({ isOn: event.currentTarget.checked, maxBytes })}
      />
      {isOn && problem !== null && (
        <p className={classes.problem} role="alert">
          {t('searchCache.problem', { reason: problem })}
        </p>
      )}
      <NativeSelect
        size="xs"
        className={classes.cap ?? ''}
        label={t('searchCache.cap')}
        description={t('searchCache.capAbout')}
        value={String(maxBytes)}
        disabled={!isOn || cache.isBusy}
        data={capsWith(maxBytes).map((bytes) => ({ value: String(bytes), label: formatBytes(bytes) }))}
        onChange={(event) => cache.configure({ isOn, maxBytes: Number(event.currentTarget.value) })}
      />
      <dl className={classes.facts}>
        <dt>{t('searchCache.keptNow')}</dt>
        <dd>{t('searchCache.kept', { bytes: formatBytes(info.bytes), segments: info.segments })}</dd>
        <dt>{t('searchCache.where')}</dt>
        <dd className="mono">{info.folder}</dd>
      </dl>
      <p className={classes.about}>{info.sentence}</p>
      <ClusterShares clusters={info.clusters} isBusy={cache.isBusy} onClear={cache.clear} />
      <div className={classes.buttons}>
        <Button className="danger" disabled={info.bytes === 0} loading={cache.isBusy} onClick={() => cache.clear(null)}>
          {t('searchCache.clearAll')}
        </Button>
      </div>
    </>
  );
}

/** The usual caps, and the one that is set. */
function capsWith(maxBytes: number): ReadonlyArray<number> {
  return CAPS.includes(maxBytes) ? CAPS : [...CAPS, maxBytes].toSorted((a, b) => a - b);
}
