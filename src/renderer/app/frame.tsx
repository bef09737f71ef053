import { lazy, Suspense } from 'react';
import { useView } from './context.tsx';
import classes from './frame.module.css';
import { Dialogs } from './dialogs.tsx';
import { StatusBar } from './status-bar.tsx';
import { TitleBar } from './title-bar.tsx';
import { useAppCommands } from './use-app-commands.ts';
import { useKeyDispatch } from './use-key-dispatch.ts';
import { Workspace } from './workspace.tsx';

const Welcome = lazy(() => import('../features/welcome/index.tsx').then((room) => ({ default: room.Welcome })));

const LocalKafkaCard = lazy(() =>
  import('../features/local-kafka/index.tsx').then((room) => ({ default: room.LocalKafkaCard })),
);

/** The bars of the window and what is between them. */
export function Frame() {
  useAppCommands();
  useKeyDispatch();
  const screen = useView((view) => view.screen);
  return (
    <div className={classes.frame}>
      <TitleBar />
      <main className={classes.main}>
        <Suspense>
          {screen.kind === 'welcome' ? (
            <Welcome localKafka={<LocalKafkaCard />} />
          ) : (
            <Workspace key={screen.clusterId} clusterId={screen.clusterId} />
          )}
        </Suspense>
      </main>
      <StatusBar />
      <Dialogs />
    </div>
  );
}
