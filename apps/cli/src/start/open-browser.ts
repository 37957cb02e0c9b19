import { spawn } from 'node:child_process';

/** Shows an address in the person's browser. Where there is none, nothing happens: the link stands in the terminal. */
export function openBrowser(url: string): void {
  const commands: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
    linux: ['xdg-open', url],
    darwin: ['open', url],
    win32: ['rundll32', 'url.dll,FileProtocolHandler', url],
  };
  const command = commands[process.platform];
  if (command === undefined) return;
  const child = spawn(command[0], command.slice(1), { detached: true, stdio: 'ignore' });
  child.once('error', () => undefined);
  child.unref();
}
