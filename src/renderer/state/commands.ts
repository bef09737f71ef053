import { createStore, type StoreApi } from 'zustand/vanilla';

/** Something the user can do from the palette or by key. */
export type Command = {
  /** Unique while registered, e.g. `topics.refresh`. A later registration of the same id wins while it lasts. */
  readonly id: string;
  readonly label: string;
  /** Heading in the palette and in the list of keys. */
  readonly group: string;
  /** As in ui/keys.ts; the first that works on this host is shown. */
  readonly keys?: ReadonlyArray<string>;
  /** Kept out of the palette: a key that only makes sense as a key. */
  readonly keyOnly?: boolean;
  run(): void;
};

export type CommandsState = {
  readonly sets: ReadonlyArray<ReadonlyArray<Command>>;
  /** Adds commands; returns the way to take them back. */
  register(commands: ReadonlyArray<Command>): () => void;
};
export type CommandsStore = StoreApi<CommandsState>;

export function createCommandsStore(): CommandsStore {
  return createStore<CommandsState>((set) => ({
    sets: [],
    register: (commands) => {
      set(({ sets }) => ({ sets: [...sets, commands] }));
      return () => set(({ sets }) => ({ sets: sets.filter((each) => each !== commands) }));
    },
  }));
}

/** What is on offer now, in order of registration; of two with one id the later stands. */
export function activeCommands(sets: CommandsState['sets']): ReadonlyArray<Command> {
  const byId = new Map<string, Command>();
  for (const command of sets.flat()) byId.set(command.id, command);
  return [...byId.values()];
}
