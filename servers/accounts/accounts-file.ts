import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { Account, Accounts } from './accounts.ts';

/** What happened, in order. An account's version counts the changes, so that all instances agree on it. */
export type JournalEntry =
  | { readonly op: 'account'; readonly account: Omit<Account, 'version'> }
  | {
      readonly op: 'change';
      readonly id: string;
      readonly change: Parameters<Accounts['change']>[1];
      /** Of several who saw this version, the one that wrote first changes it. */
      readonly ifVersion?: number;
      /** Names the entry, for whoever wrote it. */
      readonly by: string;
    }
  | { readonly op: 'removal'; readonly id: string }
  | { readonly op: 'transfer'; readonly id: string };

/**
 * Accounts in one append-only journal that every instance on this machine shares: a table in memory that reads the
 * file's new tail whenever it is asked. Reads and writes are synchronous on purpose: a tail is a few cached bytes, and
 * nothing can come between looking and reading.
 */
export function openAccounts(path: string): Accounts & Disposable {
  // Appending is atomic between processes: the kernel moves to the end and writes under one lock (POSIX write, O_APPEND).
  const file = openSync(path, 'a+');
  const byId = new Map<string, Account>();
  const byUsername = new Map<string, string>();
  const transfers = new Map<string, number>();
  /** Changes of ours that the journal has taken, until they are asked for. */
  const ours = new Map<string, boolean>();
  let position = 0;

  function append(entry: JournalEntry): void {
    writeSync(file, `${JSON.stringify(entry)}\n`);
  }

  function catchUp(): void {
    const { size } = fstatSync(file);
    if (size === position) return;
    const tail = Buffer.alloc(size - position);
    const bytes = readSync(file, tail, 0, tail.length, position);
    // A line that another instance is still writing is left for the next time.
    const complete = tail.subarray(0, bytes).lastIndexOf(0x0a) + 1;
    position += complete;
    for (const line of tail.toString('utf8', 0, complete).split('\n')) if (line) apply(JSON.parse(line));
  }

  function apply(entry: JournalEntry): void {
    switch (entry.op) {
      case 'account':
        // of two instances that add the same name, the one that wrote first has done so
        if (byUsername.has(entry.account.username)) return;
        byId.set(entry.account.id, { ...entry.account, version: 0 });
        byUsername.set(entry.account.username, entry.account.id);
        return;
      case 'change': {
        const account = byId.get(entry.id);
        if (!account || (entry.ifVersion ?? account.version) !== account.version) return;
        byId.set(entry.id, { ...account, ...entry.change, version: account.version + 1 });
        if (ours.has(entry.by)) ours.set(entry.by, true);
        return;
      }
      case 'removal': {
        const account = byId.get(entry.id);
        byId.delete(entry.id);
        if (account) byUsername.delete(account.username);
        return;
      }
      case 'transfer':
        transfers.set(entry.id, (transfers.get(entry.id) ?? 0) + 1);
    }
  }

  return {
    async byId(id) {
      catchUp();
      return byId.get(id);
    },
    async byUsername(username) {
      catchUp();
      return byId.get(byUsername.get(username) ?? '');
    },
    async change(id, change, ifVersion) {
      const by = randomUUID();
      ours.set(by, false);
      append({ op: 'change', id, change, by, ...(ifVersion !== undefined && { ifVersion }) });
      catchUp();
      const wasChanged = ours.get(by) === true;
      ours.delete(by);
      return wasChanged;
    },
    async add(account) {
      append({ op: 'account', account: { ...account, disabled: false } });
      catchUp();
      return byUsername.get(account.username) === account.id;
    },
    async remove(id) {
      append({ op: 'removal', id });
    },
    async recordTransfer(id) {
      append({ op: 'transfer', id });
    },
    async transfers(id) {
      catchUp();
      return transfers.get(id) ?? 0;
    },
    [Symbol.dispose]() {
      closeSync(file);
    },
  };
}
