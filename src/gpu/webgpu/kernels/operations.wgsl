// Single operations for the known-answer test and for function vectors: one invocation per question.
//
// A question is an operation and up to six numbers; the answer is one number. Codes as in operations.ts.

struct Question {
  operation: u32,
  padding: u32,
  a: Fixed,
  b: Fixed,
  c: Fixed,
  d: Fixed,
  e: Fixed,
  f: Fixed,
}

const MINUS_HUNDRED = Fixed(0u, 0xffffff9cu);

@group(0) @binding(0) var<storage, read> questions: array<Question>;
@group(0) @binding(1) var<storage, read_write> answers: array<Fixed>;

fn answer(q: Question) -> Fixed {
  switch (q.operation) {
    case 0u: { return fixed_add(q.a, q.b); }
    case 1u: { return fixed_sub(q.a, q.b); }
    case 2u: { return fixed_mul(q.a, q.b); }
    case 3u: { return fixed_cmul(q.a, q.b); }
    case 4u: { return fixed_div(q.a, q.b); }
    case 5u: { return fixed_sdiv(q.a, q.b); }
    case 6u: { return wrapping_add(q.a, q.b); }
    case 7u: { return Fixed(u32(less_signed(q.a, q.b)), u32(less_unsigned(q.a, q.b))); }
    case 8u: { return fixed_clamp(q.a, q.b, q.c); }
    case 9u: { return divide_small(q.a, q.b.x); }
    case 10u: { return Fixed(to_u16(q.a), 0u); }
    case 11u: { return Fixed(quantise(q.a), 0u); }
    case 12u: { return ratio(q.a.x); }
    case 13u: { return exp_safe(q.a); }
    case 14u: { return alpha_sigmoid(q.a, q.b, q.c, q.d, q.e, fixed_sdiv(q.f, MINUS_HUNDRED)); }
    case 15u: { return divide_by(q.a, divisor_of(q.b)); }
    default: { return ZERO; }
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u) {
  if (invocation.x < arrayLength(&questions)) {
    answers[invocation.x] = answer(questions[invocation.x]);
  }
}
