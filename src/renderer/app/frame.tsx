import { Suspense } from 'react';
import { useApp, useView } from './context.tsx';
import classes from './frame.module.css';
import { Dialogs } from './dialogs.tsx';
import { ConsentRoom, LinksRoom, LocalKafkaJobRoom, LocalKafkaRoom, SignInRoom, WelcomeRoom } from './rooms.ts';
import { SettingsScreen } from './settings/settings-screen.tsx';
import { StatusBar } from './status-bar.tsx';
import { TitleBar } from './title-bar.tsx';
import { useAppGate } from './use-account.ts';
import { useMenuRequests } from './use-menu-requests.ts';
import { useNotes } from './use-notes.ts';
import { useAppCommands } from './use-app-commands.ts';
import { useKeyDispatch } from './use-key-dispatch.ts';
import { usePreload } from './use-preload.ts';
import { useUnlockAtStart } from './use-unlock-at-start.ts';
import { Workspace } from './workspace.tsx';

/** The bars of the window and what is between them. */
export function Frame() {
  useAppCommands();
  useKeyDispatch();
  useMenuRequests();
  usePreload();
  const screen = useView((view) => view.screen);
  const settings = useView((view) => view.settings);
  const gate = useAppGate();
  useUnlockAtStart(gate.isKnown);
  useNotes(gate.shows);
  const { host } = useApp();
  return (
    <div className={classes.frame}>
      <TitleBar />
      <main className={classes.main} aria-busy={!gate.isKnown}>
        <div className={classes.place} hidden={settings !== null}>
          <Suspense>
            {gate.shows === 'sign-in' && <SignInRoom.View />}
            {gate.shows === 'app' && screen.kind === 'welcome' && (
              <WelcomeRoom.View localKafka={<LocalKafkaRoom.View />} consent={<ConsentRoom.View />} />
            )}
            {gate.shows === 'app' && screen.kind === 'workspace' && (
              <Workspace key={screen.clusterId} clusterId={screen.clusterId} />
            )}
          </Suspense>
        </div>
        {settings !== null && <SettingsScreen section={settings} />}
      </main>
      <StatusBar />
      <Suspense>{screen.kind === 'workspace' && <LocalKafkaJobRoom.View />}</Suspense>
      <Dialogs isSignedIn={gate.shows === 'app'} />
      <Suspense>{host === 'desktop' && gate.shows === 'app' && <LinksRoom.View />}</Suspense>
    </div>
  );
}
