import { lazy, Suspense, type ReactNode } from 'react';
import { assertNever } from '../../shared/errors.ts';
import type { Dialog } from '../state/view.ts';
import { useView } from './context.tsx';
import { Palette } from './palette.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';

const ClusterForm = lazy(() =>
  import('../features/clusters/index.tsx').then((room) => ({ default: room.ClusterForm })),
);
const RemoveCluster = lazy(() =>
  import('../features/clusters/index.tsx').then((room) => ({ default: room.RemoveCluster })),
);

/** The dialog that is open, if one is. */
export function Dialogs() {
  const dialog = useView((view) => view.dialog);
  const close = useView((view) => view.closeDialog);
  if (dialog === null) return null;
  return <Suspense>{render(dialog, close)}</Suspense>;
}

function render(dialog: Dialog, close: () => void): ReactNode {
  switch (dialog.kind) {
    case 'palette':
      return <Palette onClose={close} />;
    case 'shortcuts':
      return <ShortcutsDialog onClose={close} />;
    case 'new-cluster':
      return <ClusterForm key="new" clusterId={null} onClose={close} />;
    case 'edit-cluster':
      return (
        <ClusterForm
          key={dialog.clusterId}
          clusterId={dialog.clusterId}
          tryCompatible={dialog.tryCompatible ?? false}
          onClose={close}
        />
      );
    case 'remove-cluster':
      return <RemoveCluster clusterId={dialog.clusterId} name={dialog.name} onClose={close} />;
    default:
      return assertNever(dialog);
  }
}
