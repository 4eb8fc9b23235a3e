/**
 * Where Node finds a Vulkan driver for WebGPU (Dawn, npm `webgpu`).
 *
 * A machine with a graphics processor has a loader and drivers of its own, and nothing is changed there. Elsewhere the
 * software driver that ships with Chromium serves for tests: SwiftShader, beside a copy of the loader. The loader is
 * found through LD_LIBRARY_PATH, which the dynamic linker reads only when a process starts, so a process that needs it
 * must be started with it. Plain JavaScript, because `npm test` runs it on the host's Node.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const LOADER = 'libvulkan.so.1';
const SOFTWARE_DRIVER = 'vk_swiftshader_icd.json';
const DRIVER_FOLDERS = ['/etc/vulkan/icd.d', '/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'];
const LIBRARY_FOLDERS = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/lib',
];
const CHROMIUM_FOLDERS = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];
/** Device files of Intel/AMD/others, NVIDIA, and of Windows' own Linux. */
const GRAPHICS_DEVICES = ['/dev/dri', '/dev/nvidiactl', '/dev/dxg'];
/** Mesa's software driver; Dawn refuses it for a missing feature. */
const REFUSED_DRIVER = /^lvp_/;

/** Files of a folder; none if it cannot be read. */
function list(folder) {
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** True if this machine has a graphics device, a driver for it and a loader in a place where it is found. */
function hasOwnDriver() {
  const isDriver = (name) => name.endsWith('.json') && !REFUSED_DRIVER.test(name);
  return (
    GRAPHICS_DEVICES.some((device) => existsSync(device)) &&
    DRIVER_FOLDERS.some((folder) => list(folder).some(isDriver)) &&
    LIBRARY_FOLDERS.some((folder) => existsSync(path.join(folder, LOADER)))
  );
}

/** Folders of Playwright's own Chromium builds. */
function playwrightFolders(env) {
  const root = env.PLAYWRIGHT_BROWSERS_PATH ?? path.join(homedir(), '.cache', 'ms-playwright');
  return list(root)
    .filter((build) => build.startsWith('chromium-'))
    .flatMap((build) => list(path.join(root, build)).map((platform) => path.join(root, build, platform)));
}

/**
 * Variables to add to `env` so that a child process finds a Vulkan driver; none if it will find one anyway, or if there
 * is none to be found.
 */
export function vulkanEnvironment(env = process.env) {
  if (process.platform !== 'linux' || env.VK_DRIVER_FILES || env.VK_ICD_FILENAMES || hasOwnDriver()) return {};
  const folder = [...CHROMIUM_FOLDERS, ...playwrightFolders(env)].find((candidate) =>
    [SOFTWARE_DRIVER, LOADER].every((file) => existsSync(path.join(candidate, file))),
  );
  if (!folder) return {};
  const driver = path.join(folder, SOFTWARE_DRIVER);
  return {
    VK_DRIVER_FILES: driver,
    // The name that older loaders read.
    VK_ICD_FILENAMES: driver,
    LD_LIBRARY_PATH: [folder, env.LD_LIBRARY_PATH].filter(Boolean).join(path.delimiter),
  };
}

/**
 * Runs this same process once more with a Vulkan driver in its environment, and resolves with its exit code; undefined
 * if that would change nothing and the caller should simply go on.
 */
export async function rerunWithVulkan() {
  const added = vulkanEnvironment();
  if (Object.keys(added).length === 0) return undefined;
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: 'inherit',
    env: { ...process.env, ...added },
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
