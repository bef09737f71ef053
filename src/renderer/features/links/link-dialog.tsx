import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { ClusterSummary } from '../../../shared/contract/clusters.ts';
import type { DeepLink } from '../../../shared/deep-link.ts';
import { useApp } from '../../app/context.tsx';
import { ModeBadge } from '../../app/mode-badge.tsx';
import { t } from '../../app/texts.ts';
import { useClusters } from '../../app/use-clusters.ts';
import { NEW_WORKSPACE, openTab } from '../../state/tabs.ts';
import { ClusterDot } from '../../ui/cluster-dot.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import classes from './links.module.css';
import { clustersMeant } from './link-target.ts';
import { useNextLink } from './use-links.ts';

/** Asks about each link that comes in from outside, over whatever is on screen. Without an answer nothing happens. */
export function LinkDialog() {
  const [link, close] = useNextLink();
  if (link === null) return null;
  return <Question key={JSON.stringify(link)} link={link} onClose={close} />;
}

function Question({ link, onClose }: { readonly link: DeepLink; onClose(): void }) {
  const { data: clusters } = useClusters();
  const isLoaded = useStore(useApp().preferences, (state) => state.isLoaded);
  const goTo = useGoTo();
  const [chosenId, choose] = useState<string | null>(null);
  const meant = clustersMeant(link, clusters ?? []);
  const cluster = meant.find(({ id }) => id === chosenId) ?? meant[0];
  return (
    <ModalDialog onClose={onClose} title={t('links.title')} size={520} yOffset="15vh" isOver>
      <p className={classes.about}>{t('links.about')}</p>
      <Target link={link} cluster={cluster} />
      {clusters !== undefined && cluster === undefined && (
        <p className={classes.problem} role="alert">
          {t('links.unknown', { name: link.cluster })}
        </p>
      )}
      {meant.length > 1 && (
        <NativeSelect
          size="xs"
          label={t('links.several', { name: link.cluster })}
          value={cluster?.id ?? ''}
          onChange={(event) => choose(event.currentTarget.value)}
          data={meant.map(({ id, name, bootstrapServers }) => ({ value: id, label: `${name} – ${bootstrapServers}` }))}
        />
      )}
      {cluster !== undefined && <p className={classes.about}>{t('links.willConnect')}</p>}
      <div className={classes.buttons}>
        {/* The focus is on the way out: a link that comes while somebody types must not be opened by Enter. */}
        <Button onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        {cluster !== undefined && (
          <Button
            variant="filled"
            disabled={!isLoaded}
            onClick={() => {
              goTo(link, cluster.id);
              onClose();
            }}
          >
            {t('links.open')}
          </Button>
        )}
      </div>
    </ModalDialog>
  );
}

/** Everything the link says, and which cluster of this app that is. */
function Target({ link, cluster }: { readonly link: DeepLink; readonly cluster: ClusterSummary | undefined }) {
  return (
    <dl className={classes.facts}>
      <dt>{t('links.cluster')}</dt>
      <dd>
        {cluster !== undefined && <ClusterDot color={cluster.color} />}
        <bdi>{cluster?.name ?? link.cluster}</bdi>
        {cluster !== undefined && <ModeBadge mode={cluster.mode} />}
      </dd>
      {cluster !== undefined && (
        <>
          <dt>{t('links.servers')}</dt>
          <dd className={`mono ${classes.servers}`}>{cluster.bootstrapServers.split(',').join(', ')}</dd>
        </>
      )}
      {link.topic !== null && <Fact name={t('links.topic')} value={link.topic} />}
      {link.partition !== null && <Fact name={t('links.partition')} value={String(link.partition)} />}
      {link.offset !== null && <Fact name={t('links.offset')} value={link.offset} />}
    </dl>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="mono">{value}</dd>
    </>
  );
}

/** The way to a link's target, once the user has agreed. */
function useGoTo(): (link: DeepLink, clusterId: string) => void {
  const { view, preferences } = useApp();
  return ({ topic, partition, offset }, clusterId) => {
    const { openCluster, goTo } = view.getState();
    openCluster(clusterId);
    if (topic === null) return;
    preferences.getState().update(({ workspaces }) => {
      const { tabs, activeTab } = openTab(workspaces[clusterId] ?? NEW_WORKSPACE, { kind: 'records', topic });
      return { workspaces: { ...workspaces, [clusterId]: { tabs: [...tabs], activeTab } } };
    });
    if (partition !== null) goTo({ clusterId, topic, partition, offset });
  };
}
