import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { vulkanEnvironment } from './vulkan.mjs';

describe('the Vulkan driver for Node', () => {
  it('is left alone where somebody has chosen one', () => {
    expect(vulkanEnvironment({ VK_DRIVER_FILES: '/own/driver.json' })).toEqual({});
    expect(vulkanEnvironment({ VK_ICD_FILENAMES: '/own/driver.json' })).toEqual({});
  });

  it('is named by files that exist, before libraries that were asked for', () => {
    const added = vulkanEnvironment({ LD_LIBRARY_PATH: '/own/libraries' });
    // Empty on a machine with a driver of its own, or without Chromium.
    for (const name of ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES']) {
      if (added[name] !== undefined) expect(existsSync(added[name])).toBe(true);
    }
    expect(added.LD_LIBRARY_PATH ?? ':/own/libraries').toMatch(/:\/own\/libraries$/);
  });
});
