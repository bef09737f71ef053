import { expect, test } from 'vitest';
import { createViewStore } from './view.ts';

test('clusters stay open when the screen goes home or to another', () => {
  const { getState } = createViewStore();
  getState().openCluster('a');
  getState().openCluster('b');
  getState().openCluster('a');
  getState().goHome();
  expect(getState().openClusters).toEqual(['a', 'b']);
  expect(getState().screen).toEqual({ kind: 'welcome' });
});

test('leaving the cluster on screen goes home, leaving another does not', () => {
  const { getState } = createViewStore();
  getState().openCluster('a');
  getState().openCluster('b');
  getState().leaveCluster('a');
  expect(getState().screen).toEqual({ kind: 'workspace', clusterId: 'b' });
  getState().leaveCluster('b');
  expect(getState()).toMatchObject({ screen: { kind: 'welcome' }, openClusters: [] });
});

test('opening a cluster gives up waiting for local Kafka', () => {
  const { getState } = createViewStore();
  getState().awaitLocalKafka(true);
  getState().openCluster('a');
  expect(getState().awaitsLocalKafka).toBe(false);
});

test('settings lie over the screen, and going somewhere takes them away', () => {
  const { getState } = createViewStore();
  getState().openCluster('a');
  getState().showSettings('general');
  expect(getState()).toMatchObject({ screen: { kind: 'workspace', clusterId: 'a' }, settings: 'general' });
  getState().closeSettings();
  expect(getState().settings).toBeNull();
  getState().showSettings('general');
  getState().goHome();
  expect(getState().settings).toBeNull();
});

test('signing out closes what was open', () => {
  const { getState } = createViewStore();
  getState().openCluster('a');
  getState().showDialog({ kind: 'palette' });
  getState().awaitLocalKafka(true);
  getState().signedOut();
  expect(getState()).toMatchObject({
    screen: { kind: 'welcome' },
    dialog: null,
    openClusters: [],
    awaitsLocalKafka: false,
  });
});
