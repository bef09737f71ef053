/**
 * The application without a screen, put together from the ports a host gives. Its parts lie in app/, the one place that
 * knows all rooms; holds no rule of its own.
 */
import type { AppPorts } from './app/ports.ts';
import { createRouter } from './app/router.ts';
import { closeRooms, openRooms } from './app/rooms.ts';

export type { AppPorts, WorkerName } from './app/ports.ts';

export type App = {
  readonly router: ReturnType<typeof createRouter>;
  /** Writes down that a page, or one of its messages, was refused. */
  reportRefusal(reason: string): void;
  /** Ends sessions, connections and the local Kafka, writes what is still to be written. */
  close(): Promise<void>;
};

export async function createApp(ports: AppPorts): Promise<App> {
  const rooms = await openRooms(ports);
  return {
    router: createRouter(rooms),
    reportRefusal: (reason) => rooms.log.warn('page.refused', { reason }),
    close: () => closeRooms(rooms),
  };
}
