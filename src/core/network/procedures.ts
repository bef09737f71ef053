import type { Implementer } from '../guard/index.ts';
import type { NetworkControl } from './control.ts';

/** The `network` part of the contract. */
export function networkProcedures(os: Implementer, control: NetworkControl) {
  return {
    activity: os.network.activity.handler(() => control.activity()),
    clear: os.network.clear.handler(() => control.clear()),
    settings: os.network.settings.handler(() => control.settings()),
    saveSettings: os.network.saveSettings.handler(({ input }) => control.save(input)),
    testProxy: os.network.testProxy.handler(({ input, signal }) => control.test(input.draft, input.url, signal)),
  };
}
