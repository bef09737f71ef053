/** Hands the page its port to the core; the page gets nothing else of Electron. May touch: electron's bridge. */
import { contextBridge, ipcRenderer } from 'electron';

ipcRenderer.on('rpc:port', (event) => {
  window.postMessage('rpc:port', window.location.origin, [...event.ports]);
});

// The native menu's only words to the page.
ipcRenderer.on('page:show', (_event, what: unknown) => {
  if (what === 'support') window.postMessage('show:support', window.location.origin);
});

contextBridge.exposeInMainWorld('desktop', {
  /** Asks for a port; it arrives as a `message` event whose data is `rpc:port`. */
  connect: () => ipcRenderer.send('rpc:connect'),
});
