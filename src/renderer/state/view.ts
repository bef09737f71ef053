import { createStore, type StoreApi } from 'zustand/vanilla';

/** Which screen fills the window. */
export type Screen = { readonly kind: 'welcome' } | { readonly kind: 'workspace'; readonly clusterId: string };

/** The one dialog that is open, or none. */
export type Dialog =
  | { readonly kind: 'new-cluster' }
  | { readonly kind: 'edit-cluster'; readonly clusterId: string; readonly tryCompatible?: boolean }
  | { readonly kind: 'remove-cluster'; readonly clusterId: string; readonly name: string }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'palette' };

export type ViewState = {
  readonly screen: Screen;
  readonly dialog: Dialog | null;
  /** Clusters opened since the start, in the order they were opened: what the switcher lists first. */
  readonly openClusters: ReadonlyArray<string>;
  goHome(): void;
  openCluster(clusterId: string): void;
  /** Leaves the cluster; where it was on screen, the welcome screen is. */
  leaveCluster(clusterId: string): void;
  showDialog(dialog: Dialog): void;
  closeDialog(): void;
};
export type ViewStore = StoreApi<ViewState>;

export function createViewStore(): ViewStore {
  return createStore<ViewState>((set) => ({
    screen: { kind: 'welcome' },
    dialog: null,
    openClusters: [],
    goHome: () => set({ screen: { kind: 'welcome' } }),
    openCluster: (clusterId) =>
      set(({ openClusters }) => ({
        screen: { kind: 'workspace', clusterId },
        openClusters: openClusters.includes(clusterId) ? openClusters : [...openClusters, clusterId],
      })),
    leaveCluster: (clusterId) =>
      set(({ screen, openClusters }) => ({
        screen: screen.kind === 'workspace' && screen.clusterId === clusterId ? { kind: 'welcome' } : screen,
        openClusters: openClusters.filter((each) => each !== clusterId),
      })),
    showDialog: (dialog) => set({ dialog }),
    closeDialog: () => set({ dialog: null }),
  }));
}
