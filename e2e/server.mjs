// Starts the program as a user would, on a folder of its own, and ends it as an operator would.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const ROOT = new URL('..', import.meta.url).pathname;
export const PROGRAM = process.env.THROUGHCARE ?? join(ROOT, 'target/debug/throughcare');

/** A port nobody listens on. */
export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Runs a command to its end; gives its exit code and both of its outputs. */
export async function run(program, args) {
  const child = spawn(program, args, { cwd: ROOT });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => { out += chunk; });
  child.stderr.on('data', (chunk) => { err += chunk; });
  const [code] = await once(child, 'exit');
  return { code, out, err };
}

/** Spawns something that serves HTTP and waits until it answers; `stop()` ends it. */
export async function serve(program, args, port) {
  const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { said = (said + chunk).slice(-8000); });
  const url = `http://127.0.0.1:${port}`;
  const until = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}:\n${said}`);
    const answer = await fetch(url, { redirect: 'manual' }).catch(() => null);
    if (answer) break;
    if (Date.now() > until) {
      // What goes on running would keep the test from ending.
      child.kill('SIGKILL');
      throw new Error(`${program} does not answer at ${url}:\n${said}`);
    }
    await wait(100);
  }
  return {
    url,
    child,
    said: () => said,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}

/** A small synthetic service, made and served; `remove()` ends it and deletes its folder. */
export async function demo({ people = 200, seed = 7 } = {}) {
  const data = await mkdtemp(join(tmpdir(), 'throughcare-'));
  const made = await run(PROGRAM, ['demo', '--people', String(people), '--seed', String(seed), '--data', data, '--no-serve']);
  assert.equal(made.code, 0, made.err);
  const port = await freePort();
  const start = () => serve(PROGRAM, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`], port);
  const server = await start();
  return {
    ...server,
    data,
    /** Starts it again on the same folder, as after a crash. */
    restart: start,
    async remove() {
      await server.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Signs in with the button of a named role on the sign-in page of a demonstration. */
export async function signInAs(page, role) {
  await page.goto('/');
  await page.getByRole('button', { name: role }).first().click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}
