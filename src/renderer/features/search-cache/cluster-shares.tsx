import { Button } from '@mantine/core';
import type { ClusterShare } from '../../../shared/contract/search-cache.ts';
import { t } from '../../app/texts.ts';
import { formatBytes } from '../../ui/format.ts';
import classes from './search-cache.module.css';

type Props = {
  readonly clusters: ReadonlyArray<ClusterShare>;
  readonly isBusy: boolean;
  onClear(clusterId: string): void;
};

/** Clusters of which something is kept, or of which nothing ever is. */
export function ClusterShares({ clusters, isBusy, onClear }: Props) {
  const shown = clusters.filter(({ bytes, neverStore }) => bytes > 0 || neverStore);
  if (shown.length === 0) return <p className={classes.about}>{t('searchCache.empty')}</p>;
  return (
    <table className={classes.clusters}>
      <thead>
        <tr>
          <th scope="col">{t('searchCache.cluster')}</th>
          <th scope="col" className={classes.number}>
            {t('searchCache.size')}
          </th>
          <th />
        </tr>
      </thead>
      <tbody>
        {shown.map(({ clusterId, name, bytes, neverStore }) => (
          <tr key={clusterId}>
            <td>{name}</td>
            <td className={classes.number}>{neverStore ? t('searchCache.neverStore') : formatBytes(bytes)}</td>
            <td className={classes.number}>
              {bytes > 0 && (
                <Button
                  size="compact-xs"
                  disabled={isBusy}
                  aria-label={t('searchCache.clearOf', { name })}
                  onClick={() => onClear(clusterId)}
                >
                  {t('searchCache.clear')}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
