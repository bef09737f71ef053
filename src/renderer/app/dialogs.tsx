import { Suspense, type ReactNode } from 'react';
import { assertNever } from '../../shared/errors.ts';
import type { Dialog } from '../state/view.ts';
import { useView } from './context.tsx';
import { Palette } from './palette.tsx';
import {
  ChangePassphraseRoom,
  ClusterFormRoom,
  ExportClustersRoom,
  ForgetPasswordsRoom,
  ImportClustersRoom,
  KeepPasswordsRoom,
  RemoveClusterRoom,
  SearchCacheRoom,
  SupportRoom,
  UnlockPasswordsRoom,
} from './rooms.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';

/** Before somebody has signed in there are these; the others work on what is not open yet. */
const ALWAYS: ReadonlyArray<Dialog['kind']> = [
  'palette',
  'shortcuts',
  'unlock-passwords',
  'keep-passwords',
  'forget-passwords',
];

/** The dialog that is open, if one is, and over it the form for support. */
export function Dialogs({ isSignedIn }: { readonly isSignedIn: boolean }) {
  const dialog = useView((view) => view.dialog);
  const close = useView((view) => view.closeDialog);
  const support = useView((view) => view.support);
  const closeSupport = useView((view) => view.closeSupport);
  const isOpen = dialog !== null && (isSignedIn || ALWAYS.includes(dialog.kind));
  return (
    <>
      {isOpen && <Suspense>{render(dialog, close)}</Suspense>}
      {support !== null && (
        <Suspense>
          <SupportRoom.View error={support.error} onClose={closeSupport} />
        </Suspense>
      )}
    </>
  );
}

function render(dialog: Dialog, close: () => void): ReactNode {
  switch (dialog.kind) {
    case 'palette':
      return <Palette onClose={close} />;
    case 'shortcuts':
      return <ShortcutsDialog onClose={close} />;
    case 'new-cluster':
      return <ClusterFormRoom.View key="new" clusterId={null} onClose={close} />;
    case 'edit-cluster':
      return (
        <ClusterFormRoom.View
          key={dialog.clusterId}
          clusterId={dialog.clusterId}
          tryCompatible={dialog.tryCompatible ?? false}
          onClose={close}
        />
      );
    case 'remove-cluster':
      return <RemoveClusterRoom.View clusterId={dialog.clusterId} name={dialog.name} onClose={close} />;
    case 'search-cache':
      return <SearchCacheRoom.View onClose={close} />;
    case 'unlock-passwords':
      return <UnlockPasswordsRoom.View onClose={close} />;
    case 'keep-passwords':
      return <KeepPasswordsRoom.View onClose={close} />;
    case 'change-passphrase':
      return <ChangePassphraseRoom.View onClose={close} />;
    case 'forget-passwords':
      return <ForgetPasswordsRoom.View onClose={close} />;
    case 'export-clusters':
      return <ExportClustersRoom.View clusterId={dialog.clusterId} onClose={close} />;
    case 'import-clusters':
      return <ImportClustersRoom.View onClose={close} />;
    default:
      return assertNever(dialog);
  }
}
