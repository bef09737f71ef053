/** Hands the page its port to the core; the page gets nothing else of Electron. May touch: electron's bridge. */
import { contextBridge, ipcRenderer } from 'electron';

ipcRenderer.on('rpc:port', (event) => {
  window.postMessage('rpc:port', window.location.origin, [...event.ports]);
});

contextBridge.exposeInMainWorld('desktop', {
  /** Asks for a port; it arrives as a `message` event whose data is `rpc:port`. */
  connect: () => ipcRenderer.send('rpc:connect'),
});
