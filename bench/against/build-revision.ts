import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Another revision of the project, built in a folder of its own. */
export interface BuiltRevision {
  kind: 'built'
  root: string
  /** The commit's hash, short. */
  commit: string
  remove(): void
}

export type RevisionResult = BuiltRevision | { kind: 'refused'; message: string }

/** The packages of the workspace: each build uses its own. */
const OWN = '@chat-widget'

/**
 * Takes the files of a revision out of the repository in `root`, links the packages installed there, and runs that
 * revision's own build. Its folder is removed by `remove`, and when the process ends before.
 */
export async function buildRevision(root: string, revision: string): Promise<RevisionResult> {
  const commit = commitOf(root, revision)
  if (commit === undefined) return { kind: 'refused', message: `There is no revision ${revision} to compare with.` }
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-bench-revision-'))
  const building: { child?: ChildProcess } = {}
  const remove = () => {
    process.off('exit', remove)
    endGroup(building.child)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  process.once('exit', remove)
  linkPackages(root, folder)
  const message = takeFiles(root, commit, folder) ?? (await runBuild(folder, building))
  if (message === undefined) return { kind: 'built', root: folder, commit, remove }
  remove()
  return { kind: 'refused', message: `Revision ${revision} does not build: ${message}` }
}

function commitOf(root: string, revision: string): string | undefined {
  const args = ['rev-parse', '--verify', '--quiet', '--short', '--end-of-options', `${revision}^{commit}`]
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

/** Returns what went wrong, if anything. A copy leaves no trace in the repository, unlike a worktree. */
function takeFiles(root: string, commit: string, folder: string): string | undefined {
  const archive = spawnSync('git', ['archive', '--format=tar', commit], { cwd: root, maxBuffer: 2 ** 30 })
  if (archive.status !== 0) return lastLine(String(archive.stderr))
  const { status, stderr } = spawnSync('tar', ['-x', '-C', folder], { input: archive.stdout })
  return status === 0 ? undefined : lastLine(String(stderr))
}

/** Links every installed package by itself, since those of the workspace have to be the revision's own. */
function linkPackages(root: string, folder: string): void {
  const [from, to] = [path.join(root, 'node_modules'), path.join(folder, 'node_modules')]
  mkdirSync(path.join(to, OWN), { recursive: true })
  for (const name of readdirSync(from)) if (name !== OWN) symlinkSync(path.join(from, name), path.join(to, name))
  for (const name of ['sdk', 'server']) symlinkSync(path.join(folder, name), path.join(to, OWN, name))
}

/** Returns what went wrong, if anything. */
function runBuild(folder: string, building: { child?: ChildProcess }): Promise<string | undefined> {
  return new Promise(resolve => {
    const child = spawn('npm', ['run', '--silent', 'build'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    })
    building.child = child
    let said = ''
    child.stderr.on('data', text => {
      said = `${said}${text}`.slice(-2_000)
    })
    child.once('error', error => resolve(error.message))
    child.once('close', status => {
      delete building.child
      resolve(status === 0 ? undefined : lastLine(said))
    })
  })
}

function endGroup(child: ChildProcess | undefined): void {
  if (child?.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // it is gone already
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
