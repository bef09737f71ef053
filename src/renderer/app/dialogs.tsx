import { Suspense, type ReactNode } from 'react';
import { assertNever } from '../../shared/errors.ts';
import type { Dialog } from '../state/view.ts';
import { useView } from './context.tsx';
import { Palette } from './palette.tsx';
import { ClusterFormRoom, RemoveClusterRoom, SearchCacheRoom } from './rooms.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';

/** Before somebody has signed in there are these; the others work on what is not open yet. */
const ALWAYS: ReadonlyArray<Dialog['kind']> = ['palette', 'shortcuts'];

/** The dialog that is open, if one is. */
export function Dialogs({ isSignedIn }: { readonly isSignedIn: boolean }) {
  const dialog = useView((view) => view.dialog);
  const close = useView((view) => view.closeDialog);
  if (dialog === null || (!isSignedIn && !ALWAYS.includes(dialog.kind))) return null;
  return <Suspense>{render(dialog, close)}</Suspense>;
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
    default:
      return assertNever(dialog);
  }
}
