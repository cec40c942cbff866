import { expect, it } from 'vitest'
import { isEmulated } from './card.ts'

it.each([
  ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)', true],
  ['ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11)', true],
  ['llvmpipe (LLVM 15.0.7, 256 bits)', true],
  ['ANGLE (Intel, Intel(R) UHD Graphics 630 (0x00003E92) Direct3D11 vs_5_0 ps_5_0, D3D11)', false],
  ['Adreno (TM) 640', false],
  ['Apple GPU', false],
])('%s: drawn by the processor %s', (card, isSlow) => {
  expect(isEmulated(card)).toBe(isSlow)
})
