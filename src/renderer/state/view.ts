import { createStore, type StoreApi } from 'zustand/vanilla';

/** Which screen fills the window. */
export type Screen = { readonly kind: 'welcome' } | { readonly kind: 'workspace'; readonly clusterId: string };

/** Subjects of the Settings screen. */
export type SettingsSection = 'general' | 'account' | 'network' | 'reports' | 'privacy' | 'log' | 'updates';

/** A place in a topic that was asked for from outside; a new object each time, so that the same place can be asked for again. */
export type Place = {
  readonly clusterId: string;
  readonly topic: string;
  readonly partition: number;
  /** Null: the partition as it is now. */
  readonly offset: string | null;
};

/** The one dialog that is open, or none. */
export type Dialog =
  | { readonly kind: 'new-cluster' }
  | { readonly kind: 'edit-cluster'; readonly clusterId: string; readonly tryCompatible?: boolean }
  | { readonly kind: 'remove-cluster'; readonly clusterId: string; readonly name: string }
  | { readonly kind: 'search-cache' }
  | { readonly kind: 'unlock-passwords' }
  | { readonly kind: 'keep-passwords' }
  | { readonly kind: 'change-passphrase' }
  | { readonly kind: 'forget-passwords' }
  /** Null: all of them are chosen at first. */
  | { readonly kind: 'export-clusters'; readonly clusterId: string | null }
  | { readonly kind: 'import-clusters' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'palette' };

/** What opens the form for support: an error to report, or nothing. */
export type SupportRequest = { readonly error: string };

export type ViewState = {
  readonly screen: Screen;
  /** The Settings screen lies over the other: what is under it goes on (a live tail, a search). Null: not shown. */
  readonly settings: SettingsSection | null;
  readonly dialog: Dialog | null;
  /** The form for mail to support. It lies over everything, also over a dialog whose error is reported. */
  readonly support: SupportRequest | null;
  /** Clusters opened since the start, in the order they were opened: what the switcher lists first. */
  readonly openClusters: ReadonlyArray<string>;
  /** The local Kafka that is starting opens when it is ready, if the welcome screen is still on. */
  readonly awaitsLocalKafka: boolean;
  /** The place that was asked for; the topic's tab takes it and goes there. */
  readonly place: Place | null;
  goTo(place: Place | null): void;
  showSettings(section: SettingsSection): void;
  closeSettings(): void;
  /** Back to how it was at the start: what was open is open no more. */
  signedOut(): void;
  goHome(): void;
  openCluster(clusterId: string): void;
  /** Leaves the cluster; where it was on screen, the welcome screen is. */
  leaveCluster(clusterId: string): void;
  awaitLocalKafka(awaits: boolean): void;
  showDialog(dialog: Dialog): void;
  closeDialog(): void;
  openSupport(request?: SupportRequest): void;
  closeSupport(): void;
};
export type ViewStore = StoreApi<ViewState>;

export function createViewStore(): ViewStore {
  return createStore<ViewState>((set) => ({
    screen: { kind: 'welcome' },
    settings: null,
    dialog: null,
    support: null,
    openClusters: [],
    awaitsLocalKafka: false,
    place: null,
    goTo: (place) => set({ place }),
    showSettings: (settings) => set({ settings }),
    closeSettings: () => set({ settings: null }),
    signedOut: () => set({ screen: { kind: 'welcome' }, dialog: null, openClusters: [], awaitsLocalKafka: false }),
    goHome: () => set({ screen: { kind: 'welcome' }, settings: null }),
    openCluster: (clusterId) =>
      set(({ openClusters }) => ({
        screen: { kind: 'workspace', clusterId },
        settings: null,
        awaitsLocalKafka: false, // Somewhere else now: nobody is to be carried away from there.
        openClusters: openClusters.includes(clusterId) ? openClusters : [...openClusters, clusterId],
      })),
    leaveCluster: (clusterId) =>
      set(({ screen, openClusters }) => ({
        screen: screen.kind === 'workspace' && screen.clusterId === clusterId ? { kind: 'welcome' } : screen,
        openClusters: openClusters.filter((each) => each !== clusterId),
      })),
    awaitLocalKafka: (awaitsLocalKafka) => set({ awaitsLocalKafka }),
    showDialog: (dialog) => set({ dialog }),
    closeDialog: () => set({ dialog: null }),
    openSupport: (support = { error: '' }) => set({ support }),
    closeSupport: () => set({ support: null }),
  }));
}
