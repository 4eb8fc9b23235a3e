export function probe(a: usize): u32 { if (ASC_FEATURE_SIMD) { return i32x4.extract_lane(v128.load(a),0);} return load<u32>(a); }
