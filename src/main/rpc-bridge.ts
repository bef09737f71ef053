import { BrowserWindow, ipcMain, MessageChannelMain, type IpcMainEvent, type MessagePortMain } from 'electron';
import { senderRefusal } from './trusted-sender.ts';

export type RpcBridge = {
  readonly pageOrigin: string;
  /** Takes a page's port. It may wait for the core: messages are kept until the port is started. */
  readonly onPort: (port: MessagePortMain) => void;
  readonly onRefused: (reason: string) => void;
};

/** Gives each of our own pages, on asking, a port to the core. The only IPC channel there is. */
export function listenForPages(bridge: RpcBridge): void {
  ipcMain.on('rpc:connect', (event) => {
    const refusal = judge(event, bridge.pageOrigin);
    if (refusal !== null) {
      bridge.onRefused(refusal);
      return;
    }
    const { port1, port2 } = new MessageChannelMain();
    bridge.onPort(port1);
    event.senderFrame?.postMessage('rpc:port', null, [port2]);
  });
}

function judge(event: IpcMainEvent, pageOrigin: string): string | null {
  if (event.sender.isDestroyed()) return 'not a window of ours';
  return senderRefusal(
    {
      frame: event.senderFrame,
      mainFrame: event.sender.mainFrame,
      isOurWindow: BrowserWindow.fromWebContents(event.sender) !== null,
    },
    pageOrigin,
  );
}
