/** Types of `vulkan.mjs`. */
export function vulkanEnvironment(env?: NodeJS.ProcessEnv): Record<string, string>;
export function rerunWithVulkan(): Promise<number | undefined>;
